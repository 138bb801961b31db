-- Where a place is on the map, in millionths of a degree; both or neither. For finding which of several is nearest.
ALTER TABLE place ADD COLUMN latitude BIGINT;
ALTER TABLE place ADD COLUMN longitude BIGINT;
