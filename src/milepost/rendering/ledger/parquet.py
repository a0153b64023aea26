"""A sheet as Parquet: decimals stay decimals, texts texts."""

import io
from decimal import Decimal

from milepost.presentation.ledger_sheets import Cell, Sheet


def sheet_parquet(sheet: Sheet) -> bytes:
    """Write a sheet; a column is decimal where all of its cells are numbers, text otherwise."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*sheet.rows, strict=True)) if sheet.rows else [()] * len(sheet.columns)
    arrays = [_array(column) for column in columns]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(sheet.columns)), out)
    return out.getvalue()


def _array(column: tuple[Cell, ...]) -> object:
    import pyarrow as pa

    cells = [each for each in column if each is not None]
    if cells and all(isinstance(each, Decimal) for each in cells):
        return pa.array(column, pa.decimal128(38, 10))
    return pa.array([None if each is None else str(each) for each in column], pa.string())
