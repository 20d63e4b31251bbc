"""The pages: each asks once, renders once, and turns refusals into words beside the form."""
