"""The face of Sinergi: base page, form fields, components, Indonesian formats, paging by key. Knows no other
room.
"""
