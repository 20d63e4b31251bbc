"""The sample centre of the demo: Calder Appliances, its people and one week of its incidents."""
