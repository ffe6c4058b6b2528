"""Lines that the step of the benchmark puts together: rows of tables, sentences and budgets."""


def row(*cells):
    print("row\t| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def sentence(text):
    print("sentence\t- " + text, flush=True)


def budget(what, measured, bound, unit):
    """What must be under a bound."""
    print(f"budget\t{what}\t{measured:.4f}\t{bound}\t{unit}", flush=True)
