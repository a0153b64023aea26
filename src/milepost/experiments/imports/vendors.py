"""Which forms each vendor's exports have."""

from collections.abc import Mapping, Sequence

from milepost.experiments.imports import growthbook, lift, optimizely, statsig
from milepost.experiments.imports.export import Form
from milepost.program.documents.ways import Vendor

FORMS: Mapping[Vendor, Sequence[Form]] = {
    Vendor.OPTIMIZELY: optimizely.FORMS,
    Vendor.GROWTHBOOK: growthbook.FORMS,
    Vendor.STATSIG: statsig.FORMS,
    Vendor.PLATFORM_LIFT: lift.FORMS,
}
