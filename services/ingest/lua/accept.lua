#!lua
-- Takes articles of one lane into the line: each new text becomes a revision and a message, or neither.
-- KEYS: stream, ages, then article:ID of each; ARGV: ms now, then for each: text hash, meta, received_at, rest
--   rest is the message's JSON behind `{"article":{"revision":R,"theatres_before":T,`
-- Reply: for each {revision, 1 if it was known | 0}
-- The same text again changes nothing. A script is not run at all where memory is short (`#!lua`).
local stream, ages = KEYS[1], KEYS[2]
local reply = {}
for i = 3, #KEYS do
  local key, at = KEYS[i], (i - 3) * 4 + 1
  local hash = ARGV[at + 1]
  local was = redis.call('HMGET', key, 'text_hash', 'revision', 'theatres')
  if was[1] == hash then
    reply[i - 2] = {tonumber(was[2]), 1}
  else
    local name = string.match(key, '[^:]+$')
    local revision = tonumber(was[2] or 0) + 1
    local body = '{"article":{"revision":' .. revision .. ',"theatres_before":' .. (was[3] or '[]') .. ',' .. ARGV[at + 4]
    local entry = redis.call('XADD', stream, '*', 'type', 'ArticleAccepted',
      'correlation_id', name, '__data__', body)
    redis.call('HSET', key, 'revision', revision, 'text_hash', hash, 'state', 'accepted',
      'meta', ARGV[at + 2], 'received_at', ARGV[at + 3], 'entry', entry)
    redis.call('ZADD', ages, ARGV[1], name)
    if was[1] then redis.call('HDEL', key, 'reason') end
    reply[i - 2] = {revision, 0}
  end
end
return reply
