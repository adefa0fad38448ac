"""The service: a clock, ticks that take what is due, lanes that send it, and the answers that come back.

`station` keeps a second service away, `sending` hands claims to channels, `ticking` does what there is to do at one
moment, `clockwork` says when, `supervision` talks to systemd, `running` puts it all together.
"""

from mindful.reminders.service.running import Service
from mindful.reminders.service.station import Station, take_station
from mindful.reminders.service.ticking import Ticked, Ticker

__all__ = ["Service", "Station", "Ticked", "Ticker", "take_station"]
