"""Against statsmodels, to 1e-9 on the same estimator."""

import numpy as np
import pytest

from milepost.statistics.robust import autoregressive, least_squares, newey_west, spread

sm = pytest.importorskip("statsmodels.api")
EXACT = 1e-9


def drawn(seed: int = 4, n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    time = np.arange(n)
    columns = np.column_stack([np.ones(n), time / n, np.sin(time / 5), time >= 40]).astype(float)
    errors = np.zeros(n)
    for k in range(1, n):
        errors[k] = 0.5 * errors[k - 1] + rng.normal()
    return columns, columns @ np.array([10.0, 3.0, 2.0, 4.0]) + errors


def test_least_squares_is_statsmodels():
    columns, values = drawn()
    ours, theirs = least_squares(columns, values), sm.OLS(values, columns).fit()
    np.testing.assert_allclose(ours.coefficients, theirs.params, rtol=EXACT)
    np.testing.assert_allclose(ours.covariance, theirs.cov_params(), rtol=EXACT)
    low, high = theirs.conf_int()[3]
    found = ours.combined(np.array([0, 0, 0, 1.0]))
    assert (found.low, found.high) == (pytest.approx(low, rel=EXACT), pytest.approx(high, rel=EXACT))


@pytest.mark.parametrize("lags", [0, 1, 3, 8])
def test_newey_west_is_statsmodels(lags):
    columns, values = drawn()
    options = {"maxlags": lags, "use_correction": True}
    theirs = sm.OLS(values, columns).fit(cov_type="HAC", cov_kwds=options)
    np.testing.assert_allclose(newey_west(columns, values, lags).covariance, theirs.cov_params(), rtol=EXACT)


def test_newey_west_takes_the_usual_lags_by_itself():
    columns, values = drawn()
    np.testing.assert_array_equal(newey_west(columns, values).covariance, newey_west(columns, values, 3).covariance)


@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.3, 0.9])
def test_autoregressive_is_generalised_least_squares(rho):
    columns, values = drawn()
    sigma = rho ** np.abs(np.subtract.outer(np.arange(60), np.arange(60))) / (1 - rho**2)
    theirs = sm.GLS(values, columns, sigma=sigma).fit()
    ours, _ = autoregressive(columns, values, rho)
    np.testing.assert_allclose(ours.coefficients, theirs.params, rtol=EXACT)
    np.testing.assert_allclose(ours.covariance, theirs.cov_params(), rtol=EXACT)
    weights = columns[:, 1]
    assert spread(weights, np.array([rho])) == pytest.approx([weights @ sigma @ weights], rel=EXACT)


def test_the_likelihood_of_a_memory_is_the_restricted_one():
    """Against its definition by determinants: Harville (1974), with the error's size integrated out."""
    columns, values = drawn()
    n, p = columns.shape

    def slow(rho: float) -> float:
        sigma = rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))) / (1 - rho**2)
        inverse = np.linalg.inv(sigma)
        middle = columns.T @ inverse @ columns
        left = values - columns @ np.linalg.solve(middle, columns.T @ inverse @ values)
        logs = [np.linalg.slogdet(each)[1] for each in (sigma, middle)]
        return -(sum(logs) + (n - p) * np.log(left @ inverse @ left)) / 2

    found = [autoregressive(columns, values, rho)[1] - slow(rho) for rho in (-0.5, 0.0, 0.4, 0.8)]
    assert found == pytest.approx([found[0]] * 4, abs=1e-6)


def test_what_does_not_vary_or_can_not_be_told_apart_is_refused():
    columns, values = drawn()
    with pytest.raises(ValueError, match="not independent"):
        least_squares(np.column_stack([columns, columns[:, 1]]), values)
    with pytest.raises(ValueError, match="nothing varies"):
        least_squares(columns, columns @ np.array([1.0, 2.0, 3.0, 4.0]))
    with pytest.raises(ValueError, match="as many coefficients"):
        least_squares(columns[:4], values[:4])
