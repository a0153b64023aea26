"""Critical values that hold at every look at once: asymptotic confidence sequences from a normal mixture.

The sum behind an estimate moves like a Brownian motion in n, the units seen; z is that sum over its own standard
deviation. The likelihood ratio against no effect, averaged over effects from N(0, rho^2) in standard deviations, is

    (1 + x)^(-1/2) exp(z^2 x / (2 (1 + x))),   x = n rho^2.

It is a martingale that starts at 1, so the chance that it ever reaches 1/alpha is at most alpha (Ville). Solved for z
it is the boundary of Robbins (1970), "Statistical methods related to the law of the iterated logarithm", and of Howard,
Ramdas, McAuliffe & Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic confidence sequences". That it holds with
estimated variances, for any distribution with a little more than a variance, is Waudby-Smith, Arbour, Sinha, Kennedy &
Ramdas (2024), "Time-uniform central limit theory and asymptotic confidence sequences". It is asymptotic in the first
look's n, and asks that units arrive in the arms' shares all along.
"""

import math

# The critical value is least where x = log(1 + x) + 2 log(1 / alpha), its derivative's zero: this, at alpha = 0.05.
# There it is sqrt(1 + x) = 3.03, where a single look has 1.96.
AT_PLAN = 8.211968062068253


def information(units: int, planned: int) -> float:
    """Return x = n rho^2, above zero: `rho` is such that the 95% interval is tightest, for its n, at `planned` units.

    `planned` is to be fixed before the data: a rho that follows the data's own n would void the guarantee. Raises
    ValueError when either is not above zero.
    """
    if units <= 0 or planned <= 0:
        raise ValueError("units and planned units must be above zero")
    return AT_PLAN * units / planned


def two_sided(x: float, alpha: float) -> float:
    """Return the |z| that is reached at any look with a chance of at most alpha, where there is no effect."""
    return math.sqrt((1 + 1 / x) * (math.log1p(x) - 2 * math.log(alpha)))


def one_sided(x: float, alpha: float) -> float:
    """Return the z that is reached at any look with a chance of at most alpha, where there is no effect.

    The mixture over the upper half of the normal, in the closed form that is never below the exact boundary: Howard et
    al. (2021), the one-sided normal mixture; in Waudby-Smith et al. (2024) the one-sided asymptotic sequence.
    """
    return math.sqrt(2 * (1 + 1 / x) * math.log1p(math.sqrt(1 + x) / (2 * alpha)))


def two_sided_p(x: float, z: float) -> float:
    """Return the least alpha, at most 1, whose two-sided critical value |z| reaches: an always-valid p-value."""
    return min(1.0, math.sqrt(1 + x) * math.exp(-_exponent(x, z)))


def one_sided_p(x: float, z: float) -> float:
    """Return the least alpha, at most 1, whose one-sided critical value z reaches; 1 where z is not above zero."""
    if z <= 0 or (exponent := _exponent(x, z)) == 0:
        return 1.0
    return min(1.0, math.sqrt(1 + x) * math.exp(-exponent) / (-2 * math.expm1(-exponent)))


def _exponent(x: float, z: float) -> float:
    return z**2 / 2 * (x / (1 + x))
