"""What builds, checks and starts Nomade on a developer's machine; never imported by the server."""
