"""Runs every check of scim2-tester against a SCIM server: scim.py ADDRESS KEY."""

import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

address, key = sys.argv[1:3]
http = Client(base_url=address, headers={"Authorization": f"Bearer {key}"})
results = check_server(SyncSCIMClient(http))
well = [result for result in results if result.status == Status.SUCCESS]
left = [result for result in results if result.status == Status.SKIPPED]
# Anything that is neither is a failure, also a kind that a later version of the checker has.
failed = [result for result in results if result not in well and result not in left]
for result in failed + left:
    print(f"{result.status.name}: {result.resource_type or ''} {result.title}: {result.reason}")
print(f"{len(well)} checks passed, {len(failed)} failed, {len(left)} skipped")
# So few would say that nothing was looked at.
if failed or left or len(well) < 50:
    sys.exit(1)
