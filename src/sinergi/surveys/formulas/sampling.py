"""How many respondents a survey needs."""

from fractions import Fraction

# Krejcie and Morgan (1970): chi-square of 1 degree of freedom at 5 %, P = 0.5, d = 0.05. With 3.84 or 3.8416
# in place of 3.841 the published table is not reproduced.
CHI_SQUARE = Fraction(3841, 1000)
SPREAD = Fraction(1, 4)
MARGIN = Fraction(5, 100)


def sample_size(population: int) -> int:
    """Krejcie-Morgan sample for ``population`` users of the period, rounded half up to the nearest person.

    S = x2 N P(1-P) / (d2 (N-1) + x2 P(1-P)). Raises ValueError below 1.
    """
    if population < 1:
        raise ValueError("population must be at least 1")
    numerator = CHI_SQUARE * population * SPREAD
    size = numerator / (MARGIN**2 * (population - 1) + CHI_SQUARE * SPREAD)
    return int(size + Fraction(1, 2))
