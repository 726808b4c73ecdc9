"""What Redis does at a gate in one step, by its own clock. KEYS[1] is the gate's hash of numbers:

`free_at` (the rate's next turn), `away_until` (as the provider asked), `calls`, `errors`; and while
it seems to be down `fails` (in a row), `open_until` (nobody tries it) and `probe_until` (one does).
"""

from __future__ import annotations

ENTER = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1e6
local seen = redis.call('HMGET', KEYS[1],
  'free_at', 'away_until', 'open_until', 'probe_until', 'fails')
for n = 1, 5 do seen[n] = tonumber(seen[n]) or 0 end
local away = math.max(0, seen[2] - now, seen[3] - now)
local is_probe = 0
if away == 0 and seen[3] > 0 then
  if seen[4] > now then
    away = math.min(seen[4] - now, tonumber(ARGV[4]))
  else
    is_probe = 1
    redis.call('HSET', KEYS[1], 'probe_until', string.format('%.6f', now + ARGV[5]))
  end
end
local wait = 0
if away == 0 then
  redis.call('HINCRBY', KEYS[1], 'calls', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
if away == 0 and tonumber(ARGV[1]) > 0 then
  local free_at = math.max(seen[1], now - 1)
  redis.call('HSET', KEYS[1], 'free_at', string.format('%.6f', free_at + ARGV[2] / ARGV[1]))
  wait = math.max(0, free_at - now)
end
return {string.format('%.6f', away), string.format('%.6f', wait), seen[5], is_probe}
"""
"""ARGV: rate, units, seconds the hash is kept, seconds to look again while one tries it, seconds
that one has. Returns seconds to stay away, seconds to wait, failures in a row, and whether this is
the one that tries it."""

STAY_AWAY = """
local clock = redis.call('TIME')
local till = clock[1] + clock[2] / 1e6 + ARGV[1]
local known = tonumber(redis.call('HGET', KEYS[1], 'away_until')) or 0
redis.call('HSET', KEYS[1], 'away_until', string.format('%.6f', math.max(known, till)))
redis.call('EXPIRE', KEYS[1], ARGV[2])
"""
"""ARGV: seconds to stay away, seconds the hash is kept."""

DOWN = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1e6
redis.call('EXPIRE', KEYS[1], ARGV[1])
if (tonumber(redis.call('HGET', KEYS[1], 'open_until')) or 0) > now then
  return
end
local over = redis.call('HINCRBY', KEYS[1], 'fails', 1) - ARGV[2]
redis.call('HDEL', KEYS[1], 'probe_until')
if over >= 0 then
  local wait = math.min(tonumber(ARGV[4]), ARGV[3] * 2 ^ math.min(over, 20))
  redis.call('HSET', KEYS[1], 'open_until', string.format('%.6f', now + wait))
end
"""
"""ARGV: seconds the hash is kept, failures in a row until nobody tries it, seconds of that the
first time (each time twice as long), and at most."""
