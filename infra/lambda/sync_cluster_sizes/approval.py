"""The gate before a failback's point of no return: a token that goes to people by the alert topic, and comes back
with the name of whoever decides.

Only a digest of the token is kept. Who called the function is in the trail; the name given here is what the audit
shows. Not for who may call the function: that is IAM's.
"""

import hashlib
import hmac
import secrets
from dataclasses import replace

from sync_cluster_sizes.events import Approval
from sync_cluster_sizes.runtime import Runtime
from sync_cluster_sizes.state import Run, State, write_state
from sync_cluster_sizes.steps import Done, Outcome, Scene, Wait
from sync_cluster_sizes.watch import seen


class NotApproved(ValueError):  # noqa: N818 - a name of the domain, not a sort of exception
    """The approval is not accepted; the run waits on."""


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def approval(scene: Scene) -> Outcome:
    """Wait for a person; ask, and ask again when the token has run out."""
    world, facts = scene.world, scene.facts
    if "approved_by" in facts:
        return Done(detail=f"approved by {facts['approved_by']}")
    if "token" in facts and world.clock.now() < facts["token_until"]:
        return Wait(detail="a person must approve")
    token, until = secrets.token_urlsafe(12), world.clock.now() + world.config.timing.approval
    world.audit.alert(
        f"{world.config.name_prefix}: failback waits for approval",
        f"Run {scene.run_id}: the primary region is whole and stable. From here on writes stop for some minutes.\n"
        f'To go on: {{"action": "failback", "approval": {{"token": "{token}", "by": "YOUR NAME"}}}}\n'
        f"Valid for {world.config.timing.approval // 60} minutes.",
    )
    return Wait(detail="a person must approve", facts={"token": digest(token), "token_until": until})


def approve(world: Runtime, state: State, run: Run, word: Approval) -> State:
    """Take a person's word. Raises NotApproved: not asked for, another token, too late, or the primary is ill."""
    facts = run.facts
    if "token" not in facts or "approved_by" in facts:
        raise NotApproved(f"{run.id} asks for no approval now")
    if not hmac.compare_digest(digest(word.token), facts["token"]):
        raise NotApproved(f"{run.id}: this is not the token that was sent")
    if world.clock.now() >= facts["token_until"]:
        raise NotApproved(f"{run.id}: the token has run out; another one is sent")
    if seen(world).healthy_since is None:
        raise NotApproved(f"{run.id}: the primary region does not answer now")
    world.audit.record(run.id, "approval", "approved", word.by)
    return write_state(world.table, replace(state, run=replace(run, facts={**facts, "approved_by": word.by})))
