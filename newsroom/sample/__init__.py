"""A fictional institute's newsroom for the demo: texts and facts as files, pictures and PDFs made by programs."""
