"""Files of law read strictly: tables asked for key by key, with the line for every complaint."""
