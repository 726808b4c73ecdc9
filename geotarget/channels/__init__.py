"""Other people's pipes: SMS gateways and mail servers. No models, nothing remembered."""
