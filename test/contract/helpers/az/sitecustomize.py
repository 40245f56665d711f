"""Repairs Debian's azure-cli 2.45 while it starts: its own code is complete, two of the libraries packaged with it are not.

- `azure.mgmt.network.v2022_01_01`, which the command line names, is not packaged: the version that is stands in for it.
- `azure.mgmt.authorization` 3 hides the `config` of its operations, which the command line reads.

Nothing else is changed: every request is the command line's own. Found on PYTHONPATH by the interpreter itself.
"""

import importlib
import importlib.abc
import importlib.util
import sys

WANTED = "azure.mgmt.network.v2022_01_01"
PACKAGED = "azure.mgmt.network.v2022_07_01"
AUTHORIZATION = "azure.mgmt.authorization."


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the packaged version under the name that is asked for."""

    def find_spec(self, name, path=None, target=None):
        if name == WANTED or name.startswith(WANTED + "."):
            return importlib.util.spec_from_loader(name, self)
        return None

    def create_module(self, spec):
        return importlib.import_module(spec.name.replace(WANTED, PACKAGED, 1))

    def exec_module(self, module):
        pass


class ShowConfig(importlib.abc.MetaPathFinder):
    """Gives every class of operations the property that later versions hide."""

    def __init__(self):
        self.looking = False

    def find_spec(self, name, path=None, target=None):
        if self.looking or not (name.startswith(AUTHORIZATION) and name.endswith(".operations")):
            return None
        self.looking = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self.looking = False
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            for key, value in vars(module).items():
                if key.endswith("Operations") and isinstance(value, type) and not hasattr(value, "config"):
                    value.config = property(lambda operations: operations._config)

        spec.loader.exec_module = exec_module
        return spec


if importlib.util.find_spec("azure") is not None:
    # The stand-in comes last: where the wanted version is packaged, it is found before.
    sys.meta_path.insert(0, ShowConfig())
    sys.meta_path.append(StandIn())
