"""The frab schedule, XML and JSON, that conference apps read: import and export of a programme.

A file is read into a RawSchedule (`xml_reading`, `json_reading`), whose words are made values of ours
(`interpreting`); `planning` compares them with what there is, and `actions` writes. Outwards a programme is described
as the same values (`describing`), which `xml_writing` and `json_writing` print. What a plain schedule cannot say goes
along as `patches`, so that a programme that was exported and imported again is the same.
"""
