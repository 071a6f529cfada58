"""Who works at the demo firm, and what the technicians can do. Everybody is invented."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend.domain.actors import Role

PASSWORD = "lanterne-demo-2026"  # noqa: S105 -- the published password of the demo accounts

ORGANISATION = {
    "name": "Lanterne Systèmes",
    "address": "18 rue des Forges, 92100 Boulogne-Billancourt",
    "office": "Bureau de Bretagne : 3 quai du Moulin, 56000 Vannes",
    "phone": "01 99 00 40 00",
    "email": "support@lanterne.example",
    "hotline": "du lundi au vendredi, 9 h – 17 h",
}


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the firm; `skills` and `clearances` only for technicians."""

    first_name: str
    last_name: str
    role: Role
    phone: str
    language: str = "fr"
    city: str = ""
    skills: dict[str, int] = field(default_factory=dict)
    clearances: tuple[str, ...] = ()

    @property
    def login(self) -> str:
        """Return the part of the address before the @, without accents."""
        folded = self.first_name.lower().translate(str.maketrans("éèëïî", "eeeii"))
        return f"{folded}.{self.last_name.lower().replace(' ', '-')}"

    @property
    def email(self) -> str:
        """Return the address that the person signs in with."""
        return f"{self.login}@lanterne.example"


_D, _T, _B = Role.DISPATCHER, Role.TECHNICIAN, Role.BACK_OFFICE

STAFF: tuple[Person, ...] = (
    Person("Lucie", "Armand", _D, "01 99 00 40 11"),
    Person("Karim", "Belaid", _D, "01 99 00 40 12"),
    Person("Solenn", "Cadoret", _D, "01 99 00 40 13"),
    Person(
        "Hugo",
        "Lambert",
        _T,
        "06 39 98 10 01",
        city="Boulogne-Billancourt",
        skills={"telephony": 3, "network": 3, "wifi": 2, "workstation": 2},
        clearances=("electrical",),
    ),
    Person(
        "Inès",
        "Carvalho",
        _T,
        "06 39 98 10 02",
        city="Saint-Aubin",
        skills={"network": 3, "security": 3, "server": 2, "wifi": 3},
        clearances=("electrical", "health_data"),
    ),
    Person(
        "Mathis",
        "Roussel",
        _T,
        "06 39 98 10 03",
        city="Valcourt",
        skills={"workstation": 3, "printing": 3, "messaging": 2},
    ),
    Person(
        "Nadia",
        "Ferhat",
        _T,
        "06 39 98 10 04",
        city="Boulogne-Billancourt",
        skills={"server": 3, "backup": 3, "database": 2, "security": 2},
        clearances=("health_data", "server_room"),
    ),
    Person(
        "Yann",
        "Kerbrat",
        _T,
        "06 39 98 10 05",
        city="Vannes",
        skills={"network": 2, "telephony": 2, "workstation": 3, "video": 2},
        clearances=("electrical", "height"),
    ),
    Person(
        "Camille",
        "Aubry",
        _T,
        "06 39 98 10 06",
        city="Vannes",
        skills={"workstation": 2, "printing": 2, "wifi": 2, "business_app": 2},
    ),
    Person(
        "Tomasz",
        "Wielgos",
        _T,
        "06 39 98 10 07",
        language="en",
        city="Montclair",
        skills={"server": 2, "backup": 3, "network": 2},
        clearances=("server_room",),
    ),
    Person(
        "Élodie",
        "Marchet",
        _T,
        "06 39 98 10 08",
        city="Boulogne-Billancourt",
        skills={"business_app": 3, "database": 3, "messaging": 3},
    ),
    Person(
        "Bastien",
        "Nguyen",
        _T,
        "06 39 98 10 09",
        language="de",
        city="Valcourt",
        skills={"video": 3, "network": 2, "wifi": 3},
        clearances=("height", "electrical"),
    ),
    Person(
        "Aïcha",
        "Diallo",
        _T,
        "06 39 98 10 10",
        city="Saint-Aubin",
        skills={"workstation": 3, "security": 2, "messaging": 2, "telephony": 1},
        clearances=("health_data",),
    ),
    Person("Béatrice", "Vallin", _B, "01 99 00 40 21"),
    Person("Olivier", "Tessier", _B, "01 99 00 40 22"),
    Person("Manon", "Pichard", _B, "01 99 00 40 23"),
    Person("Sabine", "Lorrain", _B, "01 99 00 40 24"),
    Person("Delphine", "Morvan", Role.DIRECTOR, "01 99 00 40 31"),
    Person("Rachel", "Sorin", Role.HR, "01 99 00 40 32"),
    Person("Adrien", "Costa", Role.ADMIN, "01 99 00 40 33"),
)

SHOWN: tuple[str, ...] = (
    "lucie.armand",
    "hugo.lambert",
    "ines.carvalho",
    "beatrice.vallin",
    "delphine.morvan",
    "adrien.costa",
)
"""The accounts that `make run` prints, one a role; the others have the same password."""

SKILLS = {
    "workstation": "Postes de travail",
    "network": "Réseau",
    "wifi": "Wi-Fi",
    "telephony": "Téléphonie",
    "server": "Serveurs",
    "backup": "Sauvegarde",
    "security": "Sécurité",
    "messaging": "Messagerie",
    "printing": "Impression",
    "database": "Bases de données",
    "business_app": "Applications métier",
    "video": "Vidéoprotection",
}

CLEARANCES = {
    "electrical": "Habilitation électrique B1V",
    "height": "Travail en hauteur",
    "health_data": "Données de santé",
    "server_room": "Salle machines",
}

PARTS: tuple[tuple[str, str, int], ...] = (
    ("ALIM-48V", "Alimentation 48 V pour autocom", 8600),
    ("SSD-1T", "Disque SSD 1 To", 9400),
    ("SW-24P", "Commutateur 24 ports PoE", 31900),
    ("AP-W6", "Borne Wi-Fi 6", 17900),
    ("OND-1500", "Onduleur 1500 VA", 28900),
    ("BAT-OND", "Batterie d’onduleur", 7200),
    ("CAB-C6-2", "Cordon réseau cat. 6, 2 m", 650),
    ("RAM-16", "Barrette mémoire 16 Go", 5900),
    ("NAS-D4T", "Disque NAS 4 To", 13900),
    ("TEL-IP", "Téléphone IP de bureau", 11200),
    ("CAM-EXT", "Caméra extérieure IP", 24500),
    ("KIT-FUS", "Kit de fusion imprimante", 16800),
)
