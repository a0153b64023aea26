"""Least squares on a series: with plain errors, with Newey-West's, and with errors that remember the last one (AR(1)).

Rows are in order of time, at equal distances.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.statistics.estimate import Estimate, estimate

Array = NDArray[np.float64]
# What is left of a column that the others explain, or of a series on a line, is rounding below this share of it.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Coefficients in the columns' order, their covariance, and the residual degrees of freedom.

    `variance` is that of a residual: of the new draw in it, where errors remember.
    """

    coefficients: Array
    covariance: Array
    degrees_of_freedom: int
    variance: float

    def combined(self, weights: Array, confidence: float = 0.95) -> Estimate:
        """Estimate a weighted sum of the coefficients; raises ValueError where nothing varies."""
        error = math.sqrt(max(0.0, float(weights @ self.covariance @ weights)))
        return estimate(float(weights @ self.coefficients), error, self.degrees_of_freedom, confidence)


def least_squares(columns: Array, values: Array) -> Fit:
    """Fit by ordinary least squares, with errors that hold where every period is its own draw.

    Raises ValueError when columns are not independent, rows are too few, or nothing is left to vary.
    """
    inverse, coefficients, residuals, freedom = _solved(columns, values)
    variance = float(residuals @ residuals) / freedom
    return Fit(coefficients=coefficients, covariance=variance * inverse, degrees_of_freedom=freedom, variance=variance)


def newey_west(columns: Array, values: Array, lags: int | None = None) -> Fit:
    """Fit by ordinary least squares with errors that allow for correlation over `lags` periods.

    Newey & West (1987), "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
    matrix", times n / (n - p) for small samples. None takes 4 (n / 100)^(2/9) lags, rounded down: Newey & West (1994).
    Raises ValueError as `least_squares`.
    """
    inverse, coefficients, residuals, freedom = _solved(columns, values)
    n = len(values)
    scores = columns * residuals[:, None]
    reach = math.floor(4 * (n / 100) ** (2 / 9)) if lags is None else lags
    middle = scores.T @ scores
    for lag in range(1, reach + 1):
        across = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (reach + 1)) * (across + across.T)
    covariance, variance = inverse @ middle @ inverse * n / freedom, float(residuals @ residuals) / freedom
    return Fit(coefficients=coefficients, covariance=covariance, degrees_of_freedom=freedom, variance=variance)


def autoregressive(columns: Array, values: Array, rho: float) -> tuple[Fit, float]:
    """Fit by generalised least squares where each error is `rho` times the last one plus a new draw.

    The first row is kept, scaled: Prais & Winsten (1954). The second value is the log of rho's marginal likelihood
    under a flat prior on coefficients and log of the error's size, up to a constant: Zellner & Tiao (1964), "Bayesian
    analysis of the regression model with autocorrelated errors". `rho` is inside (-1, 1). Raises ValueError as
    `least_squares`.
    """
    inverse, coefficients, residuals, freedom = _solved(_whitened(columns, rho), _whitened(values, rho))
    squares = float(residuals @ residuals)
    _, volume = np.linalg.slogdet(inverse)
    likelihood = (math.log1p(-(rho**2)) + float(volume) - freedom * math.log(squares)) / 2
    variance = squares / freedom
    fit = Fit(coefficients=coefficients, covariance=variance * inverse, degrees_of_freedom=freedom, variance=variance)
    return fit, likelihood


def spread(weights: Array, rhos: Array) -> Array:
    """Return the variance of a weighted sum of AR(1) errors whose draws have variance 1, for each rho in (-1, 1)."""
    # Errors are sums of draws: a draw enters the sum with the weights from there on, fading by rho.
    ahead, total = np.zeros_like(rhos), np.zeros_like(rhos)
    for weight in weights[:0:-1]:
        ahead = weight + rhos * ahead
        total += ahead**2
    first: Array = (weights[0] + rhos * ahead) ** 2 / (1 - rhos**2)
    return total + first


def _whitened(values: Array, rho: float) -> Array:
    white = values.copy()
    white[1:] -= rho * values[:-1]
    white[0] *= math.sqrt(1 - rho**2)
    return white


def _solved(columns: Array, values: Array) -> tuple[Array, Array, Array, int]:
    """Give the inverse of the columns' products, the coefficients, the residuals and their degrees of freedom."""
    freedom = columns.shape[0] - columns.shape[1]
    if freedom < 1:
        raise ValueError("there are as many coefficients as rows")
    orthogonal, upper = np.linalg.qr(columns)
    diagonal = np.abs(np.diag(upper))
    if np.any(diagonal <= _ROUNDING * np.linalg.norm(columns, axis=0)):
        raise ValueError("the columns are not independent")
    root = np.linalg.inv(upper)
    coefficients = root @ (orthogonal.T @ values)
    residuals = values - columns @ coefficients
    if np.linalg.norm(residuals) <= _ROUNDING * np.linalg.norm(values):
        raise ValueError("nothing varies, so there is no standard error")
    return root @ root.T, coefficients, residuals, freedom
