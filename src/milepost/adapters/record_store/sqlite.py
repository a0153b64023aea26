"""The record in one SQLite file: what is appended is on the disk when `append` returns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Select, Table, bindparam, select

from milepost.actions.ports import Blob, Clock, Row
from milepost.adapters.record_store import database, reading
from milepost.adapters.record_store.entries import Head, chained, in_key_order, new_events, rows_of
from milepost.adapters.record_store.schema import BLOB, EVENT, STATE_PREFIX, create, outdated, recreate_state
from milepost.adapters.record_store.schema import state_metadata as describe
from milepost.record.chain import Link
from milepost.record.event import Event, EventId, Fact
from milepost.record.state_table import StateTable

BATCH = 1_000
