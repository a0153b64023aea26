"""Small exports in each vendor's form: made-up numbers under the real columns."""

from collections.abc import Sequence

from milepost.experiments.imports.export import Export, open_export
from milepost.experiments.imports.judge import judge_result
from milepost.experiments.imports.reading import ImportReading
from milepost.experiments.imports.result import Asked
from milepost.experiments.imports.vendors import FORMS
from milepost.program.documents.ways import Vendor

GROWTHBOOK = """\
metric,variation,riskOfChoosing,users,totalValue,perUserValue,perUserValueStdDev,chanceToBeatControl,percentChange,percentChangePValue,percentChangeCILower,percentChangeCIUpper
Purchase,Control,0,10000,1000,0.1,0.3,,,,,
Purchase,Mail,0,10050,1105.5,0.11,0.312890,0.98,0.1,0.0211,0.015,0.185
Revenue,Control,0,10000,50000,5,20,,,,,
Revenue,Mail,0,10050,53265,5.3,21,0.85,0.06,0.30,-0.0535,0.1735
"""
# As it was before standard deviations: no variance, and an interval only where the statistics were frequentist.
GROWTHBOOK_2022 = "\n".join(
    ",".join(cell for k, cell in enumerate(line.split(",")) if k != 6) for line in GROWTHBOOK.splitlines()
)
OPTIMIZELY = """\
Start Time (UTC),End Time (UTC),Variation Name,Variation ID,Is Baseline Variation,Metric Event Name,Metric Event ID,Metric Numerator Type,Metric Denominator Type,Metric Winning Direction,Numerator Value,Denominator Value,Metric Value,Improvement Status from Baseline,Improvement Value from Baseline,Statistical Significance,Is Improvement Significant,Confidence Interval - Low,Confidence Interval - High,Samples Remaining to Significance
2026-01-01,2026-02-01,Original,1,true,Checkout,9,unique conversions,visitors,increasing,1000,10000,0.1,,,,,,,
2026-01-01,2026-02-01,Variation #1,2,false,Checkout,9,unique conversions,visitors,increasing,1105,10050,0.10995,better,0.0995,0.96,true,0.01,0.19,0
2026-01-01,2026-02-01,Original,1,true,Checkout,9,total conversions,visitors,increasing,1400,10000,0.14,,,,,,,
2026-01-01,2026-02-01,Variation #1,2,false,Checkout,9,total conversions,visitors,increasing,1507.5,10050,0.15,better,0.0714,0.7,false,-0.03,0.17,900
"""  # noqa: E501
STATSIG = """\
name,rule,experiment_group,metric_type,metric_name,metric_dimension,start_date,end_date,units,mean,stderr
checkout,exp,Control,event_count,purchase,!statsig_topline,2026-01-01,2026-02-01,5000,1.20,0.02
checkout,exp,Test,event_count,purchase,!statsig_topline,2026-01-01,2026-02-01,5010,1.28,0.02
checkout,exp,Test,event_count,purchase,de,2026-01-01,2026-02-01,510,1.5,0.1
checkout,exp,Control,event_count,purchase,de,2026-01-01,2026-02-01,500,1.1,0.1
"""
STATSIG_GATE = """\
name,rule,metric_type,metric_name,metric_dimension,start_date,end_date,test_units,test_mean,test_stderr,ctrl_units,ctrl_mean,ctrl_stderr,abs_delta,abs_stderr,rel_delta,rel_stderr,z_score
new_cart,everyone,event_count,purchase,!statsig_topline,2026-01-01,2026-02-01,5010,1.28,0.02,5000,1.20,0.02,0.08,0.02828,0.0667,0.0236,2.83
"""
META = """\
study_name,cell_id,population.test,population.control,buyers.test,buyers.control,buyers.incremental,conversions.test,conversions.control,conversions.incremental,conversions.incremental_lower,conversions.incremental_upper
Spring,1,90000,10000,2000,200,200,2500,250,250,50,450
"""
GOOGLE = """\
lift_measurement_config.name,metrics.incremental_conversions,metrics.incremental_conversions_p90_lower_bound,metrics.incremental_conversions_p90_upper_bound,metrics.incremental_conversions_p_value
Autumn,250,86,414,0.0121
"""


def opened(text: str, vendor: str) -> Export:
    lines: Sequence[list[str]] = [line.split(",") for line in text.strip().splitlines()]
    rows = [{name: cell or None for name, cell in zip(lines[0], line, strict=True)} for line in lines[1:]]
    return open_export(rows, lines[0], FORMS[Vendor(vendor)], "a.csv")


def asked(metric: str, control: str = "Control", treatment: str = "Mail", test: str | None = None) -> Asked:
    return Asked(test=test, metric=metric, control=control, treatment=treatment)


def judged(text: str, vendor: str, of: Asked | None = None, **options: object) -> ImportReading:
    export = opened(text, vendor)
    return judge_result(export.form.read(export, of or next(iter(export.form.listed(export)))), "a.csv", **options)
