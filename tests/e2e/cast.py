"""Who plays in the story: people of the demo company, and what they know by heart."""

from __future__ import annotations

PASSWORD = "lanterne-demo-2026"
PASSPHRASE = "trois lanternes au grenier"

LUCIE = "lucie.armand@lanterne.example"
HUGO = "hugo.lambert@lanterne.example"
INES = "ines.carvalho@lanterne.example"
BEATRICE = "beatrice.vallin@lanterne.example"
DELPHINE = "delphine.morvan@lanterne.example"
ADRIEN = "adrien.costa@lanterne.example"

TOWN_HALL = "Mairie de Saint-Aubin"
CONTRACT = "INF-2025-014"
