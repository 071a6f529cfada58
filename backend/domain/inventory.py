"""The template of a dossier's inventory: the *description organique* of the Dijon agreement (D-51).

Sections have codes, shown through the catalogue (`section.<code>`); domains and sub-domains are
the client's own words, as the template gives them. A repeatable section may stand several times,
once for each configuration (D-52).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line to fill in; `unit` says what its quantity counts, when the template says so."""

    domain: str
    sub_domain: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the inventory."""

    code: str
    title: str
    lines: tuple[Line, ...]
    repeatable: bool = False


def _section(
    code: str, title: str, *lines: tuple[str, str] | str, repeatable: bool = False
) -> Section:
    pairs = [(line, "") if isinstance(line, str) else line for line in lines]
    return Section(code, title, tuple(Line(title, *pair) for pair in pairs), repeatable)


def _applications(**domains: tuple[str, ...]) -> Section:
    """Return the section of business applications: in users each, with the others of a domain."""
    lines = [
        Line(_DOMAINS[code], name, "utilisateurs")
        for code, names in domains.items()
        for name in (*names, OTHERS)
    ]
    return Section("applications", "Applicatifs", tuple(lines))


OTHERS = "Autres"
_DOMAINS = {
    "administration": "Administration générale",
    "hr": "Ressources humaines",
    "finance": "Finances",
    "procurement": "Marchés publics",
    "civil_registry": "État civil",
    "elections": "Élections",
    "legal": "Affaires juridiques",
    "democracy": "Démocratie locale",
    "safety": "Sécurité",
    "education": "Éducation et jeunesse",
    "culture": "Culture",
    "technical": "Services techniques",
    "social": "Action sociale",
    "urbanism": "Urbanisme",
    "citizen": "E-services au citoyen",
}
_SITE = (
    "Réseau de communication",
    "Accès téléphonie fixe",
    "Accès Internet",
    "Équipements de sécurité",
    "Téléphonie fixe : autocom",
    "Téléphonie fixe : téléphones",
    "Téléphonie mobile : smartphones",
    "Téléphonie mobile : voix seule",
    "Postes fixes",
    "Postes portables",
    "Tablettes",
    "Éditique : copieurs multifonctions",
    "Éditique : imprimantes et scanners",
    OTHERS,
)
_PLACE = ("Adresses", "Nombre de sites")
_LINKED = (*_PLACE, "Interconnexion (débit)", *_SITE)

TEMPLATE: tuple[Section, ...] = (
    _section(
        "network",
        "Réseau de la collectivité",
        "Adresses des sites",
        ("Nombre total de sites", "sites"),
        ("Nombre total d’agents", "agents"),
        ("Nombre total de postes informatiques", "postes"),
        ("Fibre optique privative", "km"),
    ),
    _section(
        "datacenters",
        "Sites « datacenters » et services centraux d’infrastructure",
        "Nombre et adresse des salles machines ou datacenters",
        "Interconnexion sur le réseau (débit…)",
        "Type d’accès Internet (technologie, débit…)",
        "Firewall",
        "Proxy et reverse proxy",
        "Filtrage de flux spam",
        "Filtrage de flux Web",
        "Portail captif et contrôleur Wi-Fi",
        "Type d’accès téléphonie fixe (RTC, T0, T2, SIP…)",
        ("Téléphonie fixe : serveurs de communication", "utilisateurs"),
        "Réseau de communication (débit, technologie…)",
        "Stockage centralisé (SAN et NAS)",
        ("Serveurs physiques hors virtualisation", "serveurs"),
        ("Plate-forme de virtualisation", "serveurs"),
        ("Serveurs virtualisés", "VM"),
        "Antivirus de serveurs",
        ("Sauvegarde", "volume par mois"),
        ("Service d’annuaire", "utilisateurs"),
        ("Serveur de fichiers", "fichiers"),
        "Base de données centralisée",
        ("Messagerie électronique", "boîtes"),
        ("Gestion de parc", "postes"),
        ("Gestion du helpdesk", "tickets par mois"),
        "SIG",
        OTHERS,
    ),
    _section("fibre_sites", "Sites sur la fibre optique privative", *_LINKED, repeatable=True),
    _section(
        "linked_sites",
        "Sites reliés autrement (VPN opérateur, VPN sur ADSL…)",
        *_LINKED,
        repeatable=True,
    ),
    _section("isolated_sites", "Sites isolés, hors réseau", *_PLACE, *_SITE, repeatable=True),
    _section(
        "public_wifi",
        "Réseau Wi-Fi urbain ouvert au public",
        ("Portail captif et contrôleur Wi-Fi", "utilisateurs par mois"),
        "Bornes Wi-Fi",
        "Lien de collecte des bornes",
        "Accès Internet",
        OTHERS,
    ),
    _section(
        "video",
        "Vidéoprotection urbaine et de bâtiments",
        ("Logiciel", "utilisateurs"),
        ("Caméras", "caméras"),
        OTHERS,
    ),
    _section(
        "workstation",
        "Applicatifs du poste",
        "Bureautique",
        "Navigateur",
        "Client de messagerie",
        "Antivirus et antispam",
        "CAO et DAO",
        OTHERS,
    ),
    _applications(
        administration=(
            "Courrier",
            "Protocole",
            "Délibération",
            "Intranet",
            "GED",
            "Parapheur électronique",
            "Prise de rendez-vous et files d’attente",
        ),
        hr=(
            "Paie et carrières",
            "Temps de travail",
            "Recrutement",
            "Formation",
            "Ordres de mission",
        ),
        finance=(
            "Exécution budgétaire",
            "Prospective financière",
            "Fiscalité locale",
            "Télétransmission HELIOS",
        ),
        procurement=("Rédaction DCE", "Publication", "Télétransmission ACTES"),
        civil_registry=("Actes", "Télétransmission entre administrations", "Recensement"),
        elections=("Listes", "Scrutins"),
        legal=("Affaires juridiques", "Assurances"),
        democracy=("Associations", "Dispositifs participatifs", "EPN"),
        safety=("Police municipale", "Verbalisation électronique", "Prévention", "Fourrière"),
        education=(
            "Petite enfance",
            "Affectation et dérogation scolaire",
            "Restauration scolaire",
            "Périscolaire",
            "Centres de loisirs",
            "Activités sportives",
        ),
        culture=(
            "Bibliothèque",
            "Conservatoire",
            "Musées : collection",
            "Musées : billetterie",
            "Archives",
            "Salles de spectacle",
        ),
        technical=(
            "GMAO patrimoine",
            "Contrôle d’accès",
            "Réservation de salles",
            "Alarmes des bâtiments",
        ),
        social=(
            "Interventions sociales",
            "Aides légales et facultatives",
            "Services à la personne",
            "Logement social et foyer",
            "EHPAD",
        ),
        urbanism=("Droit des sols", "Foncier", "Feux de circulation", "Éclairage public"),
        citizen=("GRC", "Sites Internet", "Plate-forme e-services", "Applications mobiles"),
    ),
)
SECTIONS: dict[str, Section] = {section.code: section for section in TEMPLATE}
