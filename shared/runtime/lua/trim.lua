#!lua
-- Trims a stream below what any group still needs and below the retention; takes dead workers off the lists.
-- Reading and trimming in one script, so that nothing can be delivered or left pending in between.
-- KEYS: stream, janitor's lease, then the alive zset of each expected group
-- ARGV: lease ms, retention ms, worker lease ms, then the expected groups
-- Reply: {"trimmed", count} | {"elsewhere"} | {"no_stream"} | {"no_group", group}
local stream, lease_key = KEYS[1], KEYS[2]
local keep_ms, worker_lease = tonumber(ARGV[2]), tonumber(ARGV[3])
if not redis.call('SET', lease_key, '1', 'NX', 'PX', ARGV[1]) then return {'elsewhere'} end
if redis.call('EXISTS', stream) == 0 then return {'no_stream'} end

local function as_map(row)
  local map = {}
  for i = 1, #row, 2 do map[row[i]] = row[i + 1] end
  return map
end

local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function lower(a, b)
  local a_ms, a_seq = parts(a)
  local b_ms, b_seq = parts(b)
  if a_ms < b_ms or (a_ms == b_ms and a_seq < b_seq) then return a end
  return b
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local bound = string.format('%.0f-0', math.max(0, now - keep_ms) + 1)
local seen = {}
for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local group = as_map(row)
  seen[group.name] = true
  bound = lower(bound, group['last-delivered-id'])
  if group.pending > 0 then
    bound = lower(bound, redis.call('XPENDING', stream, group.name)[2])
  end
end
for i = 4, #ARGV do
  if not seen[ARGV[i]] then return {'no_group', ARGV[i]} end
end

for i = 4, #ARGV do
  local alive = KEYS[i - 1]
  for _, row in ipairs(redis.call('XINFO', 'CONSUMERS', stream, ARGV[i])) do
    local worker = as_map(row)
    local sign = redis.call('ZSCORE', alive, worker.name)
    local gone = not sign or now - tonumber(sign) > worker_lease
    if gone and worker.pending == 0 and worker.idle > worker_lease then
      redis.call('XGROUP', 'DELCONSUMER', stream, ARGV[i], worker.name)
    end
  end
  redis.call('ZREMRANGEBYSCORE', alive, '-inf', now - worker_lease)  -- without a sign or with an old one: dead
end
return {'trimmed', redis.call('XTRIM', stream, 'MINID', '=', bound)}
