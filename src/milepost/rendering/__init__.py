"""Takes presentation values, gives text, HTML, SVG, PPTX, PDF, XLSX. Must not know where the values came from."""
