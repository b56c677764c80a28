"""The demo's customers and suppliers. Creating a supplier starts the onboarding."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from records import services

CUSTOMERS = (
    ("Lumen & Sons", "Retail", "Customer", "Proposal/Price Quote", 48_000),
    ("Oakbridge Clinics", "Healthcare", "Customer", "Negotiation/Review", 126_500),
    ("Tern Aviation", "Transportation", "Prospect", "Qualification", 310_000),
)
SUPPLIERS = (
    ("Halden Steel", "Manufacturing", "https://halden.example"),
    ("Kestrel Freight", "Shipping", "https://kestrel.example"),
    ("Nordlicht Optics", "Electronics", "https://nordlicht.example"),
    ("Brightwater Paper", "Manufacturing", "https://brightwater.example"),
    ("Solano Fruit", "Agriculture", "https://solano.example"),
)


def make_customers(by: Any) -> list[str]:
    """The ids of their opportunities."""
    today, opportunities = timezone.localdate(), []
    for position, (name, industry, kind, stage, amount) in enumerate(CUSTOMERS):
        values = {"Name": name, "Industry": industry, "Type": kind}
        account = services.create(object="Account", values=values, by=by)
        last = name.split()[0]
        services.create(
            object="Contact",
            values={
                "FirstName": "Robin",
                "LastName": last,
                "AccountId": account.id,
                "Email": f"robin@{last.lower()}.example",
            },
            by=by,
        )
        deal = {
            "Name": f"{name} renewal",
            "AccountId": account.id,
            "StageName": stage,
            "Amount": Decimal(amount),
            "CloseDate": today + timedelta(days=30 + 14 * position),
        }
        opportunity = services.create(object="Opportunity", values=deal, by=by)
        opportunities.append(opportunity.id)
        quote = {"Name": f"{name} quote", "OpportunityId": opportunity.id, "AccountId": account.id}
        services.create(object="Quote", values=quote, by=by)
    return opportunities


def make_supplier(number: int, by: Any) -> str:
    """The new record's id."""
    name, industry, website = SUPPLIERS[number]
    values = {"Name": name, "Industry": industry, "Type": "Supplier", "Website": website}
    return services.create(object="Account", values=values, by=by).id
