"""What scripts/attack and scripts/soak share: a service to start, clients to send, credentials to show."""
