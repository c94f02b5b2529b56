"""Where a value came from: the steps from an attribute back to what a person wrote. Evaluates nothing that an audit
does not ask for: all of it is worked out when somebody asks, from the scopes that the evaluation made.
"""
