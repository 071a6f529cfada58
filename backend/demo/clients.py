"""The demo firm's twelve clients with sites, people and contracts of every kind. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backend.domain.contracts import CommercialStatus, ContractKind


@dataclass(frozen=True, slots=True)
class Place:
    """One site. `access` is what a technician must know at the door."""

    name: str
    address: str
    postcode: str
    city: str
    access: str
    travel_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Contact:
    """One referent of a client."""

    first_name: str
    last_name: str
    function: str
    phone: str
    kind: str = "functional"


@dataclass(frozen=True, slots=True)
class Deal:
    """One contract; days are relative to today, minutes for the hour bank, cents for prices."""

    number: str
    kind: ContractKind
    name: str
    starts_in_days: int
    ends_in_days: int | None
    terms: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Customer:
    """One client. `deal` is None for the one without a contract."""

    name: str
    kind: str
    phone: str
    sites: tuple[Place, ...]
    contacts: tuple[Contact, ...]
    deal: Deal | None
    status: CommercialStatus = CommercialStatus.UP_TO_DATE
    workstations: int = 20


_SERVICE, _MANAGED = ContractKind.SERVICE, ContractKind.MANAGED
_TIME = ContractKind.TIME_AND_MATERIAL

A003: dict[str, Any] = {
    "code": "A003",
    "name": "Assistance au poste de travail",
    "type": "STANDARD",
    "support_services": "Services de soutien",
    "manager": "Support",
    "description": "Assister l’utilisateur dans l’usage de son poste, à distance puis sur site.",
    "aprime": "A.P.R.I.M.E.",
    "family": "Poste de travail",
    "sub_family": "Assistance",
    "sector": "Secteur V1 – Poste de travail",
    "published": True,
    "pole": "Pôle support",
    "sla": "GTI 1 j / GTR 8 j",
    "activity_contact": "Le demandeur",
    "escalation": ["Le référent", "Chef de service", "Directeur adjoint", "Directeur"],
    "business_owner": "Direction générale des services",
    "business_direction": "Moyens généraux",
    "business_impact": "Moyen",
    "business_priority": "Moyenne",
    "service_report": "Semestriel",
    "service_review": "Annuelle",
    "security_assessment": "Réalisée",
}


def _service(number: str, name: str, *, ends: int | None = 400, start: int = -330) -> Deal:
    terms = {
        "labour_covered": True,
        "travel_covered": True,
        "hourly_cents": 8500,
        "travel_cents": 4000,
        "gti": 1,
        "gtr": 8,
        "service": {**A003, "contract": name},
    }
    return Deal(number, _SERVICE, name, start, ends, terms)


def _managed(number: str, total: int, left: int, **terms: Any) -> Deal:
    return Deal(
        number,
        _MANAGED,
        "Infogérance",
        -200,
        165,
        {
            "bank_total": total,
            "bank": left,
            "travel_covered": True,
            "hourly_cents": 8200,
            "gti": 1,
            "gtr": 5,
            **terms,
        },
    )


CLIENTS: tuple[Customer, ...] = (
    Customer(
        "Mairie de Saint-Aubin",
        "commune",
        "02 61 91 20 00",
        (
            Place(
                "Hôtel de ville",
                "4 place de l’Église",
                "35990",
                "Saint-Aubin",
                "Badge à l’accueil, local technique au sous-sol (clé n° 12).",
            ),
            Place(
                "École des Tilleuls",
                "11 rue des Tilleuls",
                "35990",
                "Saint-Aubin",
                "Sonner au portail, demander la directrice.",
                35,
            ),
        ),
        (
            Contact("Claire", "Vasseur", "Secrétaire de mairie", "02 61 91 20 01"),
            Contact(
                "Denis",
                "Rolland",
                "Responsable des services techniques",
                "02 61 91 20 02",
                "technical",
            ),
        ),
        _managed("INF-2025-014", 3600, 750),
        workstations=42,
    ),
    Customer(
        "Mairie de Valcourt",
        "commune",
        "03 53 01 31 00",
        (
            Place(
                "Mairie",
                "1 place de la République",
                "51990",
                "Valcourt",
                "Entrée par la cour, code remis par l’accueil.",
            ),
        ),
        (
            Contact("Martine", "Colas", "Directrice générale des services", "03 53 01 31 01"),
            Contact("Joël", "Prunier", "Agent informatique", "03 53 01 31 02", "technical"),
        ),
        _managed("INF-2025-021", 2400, 0),
        workstations=31,
    ),
    Customer(
        "Commune de Montclair-l’Abbaye",
        "commune",
        "03 53 01 44 10",
        (
            Place(
                "Mairie",
                "22 rue de l’Abbaye",
                "54990",
                "Montclair",
                "Stationnement derrière le bâtiment.",
            ),
            Place(
                "Médiathèque",
                "3 rue du Lavoir",
                "54990",
                "Montclair",
                "Ouvre à 10 h, clé à la mairie avant.",
                30,
            ),
        ),
        (
            Contact("Hervé", "Aubertin", "Adjoint au numérique", "03 53 01 44 11"),
            Contact("Odile", "Humbert", "Responsable de la médiathèque", "03 53 01 44 12"),
        ),
        _service("A003-2025-007", "Services communs, ensemble A"),
        workstations=24,
    ),
    Customer(
        "Communauté de communes du Haut-Ruisseau",
        "commune",
        "05 36 49 60 00",
        (
            Place(
                "Siège",
                "Parc d’activités des Saules, bâtiment 2",
                "19990",
                "Ruisselle",
                "Salle machines : badge nominatif, prévenir la veille.",
                55,
            ),
        ),
        (
            Contact(
                "Fabienne", "Lascaux", "Responsable informatique", "05 36 49 60 01", "technical"
            ),
            Contact("Régis", "Delmas", "Directeur général adjoint", "05 36 49 60 02"),
        ),
        _service("A003-2025-011", "Services communs, ensembles A et B"),
        workstations=68,
    ),
    Customer(
        "Université du Littoral",
        "university",
        "03 53 01 70 00",
        (
            Place(
                "Bâtiment C, sciences",
                "Avenue des Embruns",
                "62990",
                "Port-Aubel",
                "Se présenter au PC sécurité, pièce d’identité obligatoire.",
                50,
            ),
            Place(
                "Bibliothèque universitaire",
                "8 avenue des Embruns",
                "62990",
                "Port-Aubel",
                "Accès par le quai de livraison.",
                50,
            ),
        ),
        (
            Contact("Sylvain", "Etcheverry", "Responsable réseau", "03 53 01 70 21", "technical"),
            Contact("Laurence", "Gaudin", "Responsable des moyens généraux", "03 53 01 70 22"),
        ),
        _service("A003-2025-019", "Assistance et réseau des campus"),
        workstations=310,
    ),
    Customer(
        "Clinique du Port",
        "practice",
        "02 61 91 55 00",
        (
            Place(
                "Clinique",
                "40 quai des Chantiers",
                "44990",
                "Port-Brévin",
                "Accès technique par les urgences, blouse obligatoire au bloc.",
                40,
            ),
        ),
        (
            Contact(
                "Thierry",
                "Manceau",
                "Responsable biomédical et informatique",
                "02 61 91 55 02",
                "technical",
            ),
            Contact("Agnès", "Poirier", "Directrice", "02 61 91 55 01"),
        ),
        _managed("INF-2025-030", 6000, 2310, travel_counts=True),
        workstations=85,
    ),
    Customer(
        "Cabinet Ferrand",
        "practice",
        "01 99 00 62 10",
        (
            Place(
                "Cabinet dentaire",
                "15 rue du Marché",
                "92990",
                "Clairbois",
                "Troisième étage, interphone « Ferrand ».",
                20,
            ),
        ),
        (Contact("Anne", "Ferrand", "Chirurgienne-dentiste", "01 99 00 62 11"),),
        Deal(
            "INF-2024-009",
            _MANAGED,
            "Infogérance",
            -560,
            -42,
            {"bank_total": 1200, "bank": 240, "hourly_cents": 9000, "travel_cents": 4500},
        ),
        workstations=7,
    ),
    Customer(
        "Cabinet d’architectes Novembre",
        "practice",
        "01 99 00 71 30",
        (
            Place(
                "Agence",
                "7 passage des Ateliers",
                "93990",
                "Montrelle",
                "Cour intérieure, atelier du fond.",
                35,
            ),
        ),
        (
            Contact("Paul", "Novembre", "Associé", "01 99 00 71 31"),
            Contact("Iris", "Blanchet", "Assistante", "01 99 00 71 32"),
        ),
        Deal(
            "REG-2025-003", _TIME, "Régie", -150, None, {"hourly_cents": 9200, "travel_cents": 4500}
        ),
        status=CommercialStatus.LATE,
        workstations=14,
    ),
    Customer(
        "Étude Duvallon",
        "practice",
        "04 65 71 18 00",
        (
            Place(
                "Étude notariale",
                "2 cours des Platanes",
                "13990",
                "Saint-Vérin",
                "Rendez-vous à l’accueil, coffre informatique au premier.",
                45,
            ),
        ),
        (
            Contact("Hélène", "Duvallon", "Notaire", "04 65 71 18 01"),
            Contact("Romane", "Sicard", "Clerc principale", "04 65 71 18 02"),
        ),
        None,
        workstations=11,
    ),
    Customer(
        "Atelier Perrin",
        "workshop",
        "04 65 71 27 00",
        (
            Place(
                "Atelier",
                "Zone artisanale des Vernes, lot 9",
                "38990",
                "Vernay",
                "Chaussures de sécurité, prévenir le chef d’atelier.",
                50,
            ),
        ),
        (
            Contact("Marc", "Perrin", "Gérant", "04 65 71 27 01"),
            Contact("Lydie", "Combe", "Comptable", "04 65 71 27 02"),
        ),
        Deal(
            "REG-2025-008",
            _TIME,
            "Régie",
            -90,
            None,
            {"hourly_cents": 8800, "travel_cents": 5500, "signature_required": True},
        ),
        workstations=9,
    ),
    Customer(
        "Mairie de Bréhan-sur-Rive",
        "commune",
        "02 61 91 83 00",
        (
            Place(
                "Mairie",
                "6 quai de la Rive",
                "56990",
                "Bréhan",
                "Clé chez la boulangère en face avant 9 h.",
                25,
            ),
        ),
        (Contact("Gwenaëlle", "Tanguy", "Secrétaire générale", "02 61 91 83 01"),),
        _service("A003-2024-028", "Services communs, ensemble A", ends=-18, start=-748),
        workstations=16,
    ),
    Customer(
        "Maison de santé des Quatre-Vents",
        "practice",
        "02 61 91 90 40",
        (
            Place(
                "Maison de santé",
                "30 route de Vannes",
                "56990",
                "Quatre-Vents",
                "Local informatique derrière la salle d’attente.",
                20,
            ),
        ),
        (
            Contact("Pauline", "Kerouanton", "Coordinatrice", "02 61 91 90 41"),
            Contact("Samir", "Haddad", "Médecin généraliste", "02 61 91 90 42"),
        ),
        _managed("INF-2025-041", 1800, 1425, parts_covered=True),
        workstations=18,
        status=CommercialStatus.BLOCKED,
    ),
)
