"""What people say: participants, relatives, volunteers and staff, in their own words, coded, with their consent."""
