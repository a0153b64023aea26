"""Takes presentation values, gives one self-contained HTML page: inline CSS and SVG, no script, nothing fetched."""
