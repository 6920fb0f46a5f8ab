"""Readers: a SourceFile to a Document, one module a format."""
