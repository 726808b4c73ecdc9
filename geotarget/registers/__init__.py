"""Other people's registers, asked over HTTP. No models, no database, nothing remembered."""
