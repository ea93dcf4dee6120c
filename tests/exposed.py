"""What ``/metrics`` says, as a mapping."""

from prometheus_client.parser import text_string_to_metric_families

from phoenix import metrics


def values(text):
    """Each series by its name and its labels' values in the order of their names."""
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def families(text):
    """The families by their names, which for a counter lack ``_total``."""
    return {family.name: family for family in text_string_to_metric_families(text.decode())}


def counting():
    """Tells what has been counted since now: each set of labels that has changed, by its name."""
    metrics.enable()
    before = values(metrics.exposition())

    def since(name):
        now = values(metrics.exposition())
        changed = {key: value - before.get(key, 0) for key, value in now.items()}
        return {key[1:]: value for key, value in changed.items() if key[0] == name and value}

    return since
