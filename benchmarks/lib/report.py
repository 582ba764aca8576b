"""Measured rounds as a table: medians with their spread, and the ratio of ours to the peer's, round by round."""
import datetime
import os
import platform
import statistics


def heading():
    with open("/proc/cpuinfo") as info:
        model = next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    return "## %s\n\n%s, %d cores, %s %s.\n" % (
        datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), model, os.cpu_count(),
        platform.system(), platform.release())


def table(title, rows, ours, peer, name="Kafka + Connect"):
    """rows: (label, key, target text); ours, peer: one dict a round, in the order in which they alternated."""
    lines = ["### " + title, "", "| | Headrace | %s | ratio (each round) | target |" % name, "| --- | --- | --- | --- | --- |"]
    for label, key, target in rows:
        mine, theirs = [r[key] for r in ours if key in r], [r[key] for r in peer if key in r]
        lines.append("| %s | %s | %s | %s | %s |" % (label, spread(mine), spread(theirs), ratios(mine, theirs), target))
    return "\n".join(lines) + "\n"


def comparison(title, key, target, results, name="Kafka + Connect"):
    """One figure in several combinations; results: label -> (ours, peer) as in `table`."""
    lines = ["### %s" % title, "", "| | Headrace | %s | ratio (each round), target %s |" % (name, target),
             "| --- | --- | --- | --- |"]
    for label, (ours, peer) in results.items():
        mine, theirs = [r[key] for r in ours if key in r], [r[key] for r in peer if key in r]
        lines.append("| %s | %s | %s | %s |" % (label, spread(mine), spread(theirs), ratios(mine, theirs)))
    return "\n".join(lines) + "\n"


def spread(values):
    if not values:
        return "–"
    return "%s [%s–%s]" % tuple(map(number, (statistics.median(values), min(values), max(values))))


def ratios(mine, theirs):
    if not mine or not theirs or min(theirs) <= 0:
        return "–"
    each = [a / b for a, b in zip(mine, theirs)]
    return "**%s×** [%s–%s]" % tuple(map(number, (statistics.median(each), min(each), max(each))))


def number(value):
    if value >= 1000:
        return "{:,.0f}".format(value).replace(",", " ")
    return "%.3g" % value
