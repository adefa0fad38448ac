"""Where things live on this machine and how a person likes them: folders and settings.

`folders` knows the places, `locks` keeps two processes apart there, `spec` is the one table of settings, `practice`
reads those of the log, `store` reads and writes the settings file, `whole` writes files whole or not at all.
"""

from mindful.config.folders import Folders, find_folders, find_library, make_private
from mindful.config.spec import CHAINS, FORMATS, LOUDNESS, SETTINGS, Setting, sample_file, setting, settings_page
from mindful.config.store import Settings, load_settings, set_setting, unset_setting
from mindful.config.whole import written_whole

__all__ = [
    "CHAINS",
    "FORMATS",
    "LOUDNESS",
    "SETTINGS",
    "Folders",
    "Setting",
    "Settings",
    "find_folders",
    "find_library",
    "load_settings",
    "make_private",
    "sample_file",
    "set_setting",
    "setting",
    "settings_page",
    "unset_setting",
    "written_whole",
]
