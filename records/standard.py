"""The standard objects and their usual fields. Put in place after every migrate; what people changed stays."""

from typing import Any

from django.conf import settings

from records.models import RecordField, RecordObject
from records.schema import add_field, ensure_object

Row = tuple[str, str, str, dict[str, Any]]

INDUSTRIES = (
    *("Agriculture", "Apparel", "Banking", "Biotechnology", "Chemicals", "Communications", "Construction"),
    *("Consulting", "Education", "Electronics", "Energy", "Engineering", "Entertainment", "Environmental"),
    *("Finance", "Government", "Healthcare", "Hospitality", "Insurance", "Machinery", "Manufacturing", "Media"),
    *("Recreation", "Retail", "Shipping", "Technology", "Telecommunications", "Transportation", "Utilities", "Other"),
)
STAGES = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Value Proposition",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
)


def text(api_name: str, label: str, **options: Any) -> Row:
    return api_name, label, "text", options


def pick(api_name: str, label: str, *values: str, **options: Any) -> Row:
    choices = [{"value": value, "label": value} for value in values]
    return api_name, label, "picklist", {"choices": choices, "length": 255, **options}


def lookup(api_name: str, label: str, target: str, **options: Any) -> Row:
    return api_name, label, "lookup", {"target": target, "indexed": True, **options}


def of(kind: str, api_name: str, label: str, **options: Any) -> Row:
    return api_name, label, kind, options


USER = [
    text("Username", "Username", length=150, required=True),
    text("FirstName", "First name", length=150),
    text("LastName", "Last name", length=150),
    text("Name", "Full name"),
    of("email", "Email", "Email"),
    of("checkbox", "IsActive", "Active", default="true"),
    lookup("ManagerId", "Manager", "User", indexed=False),
    text("Title", "Title", length=80, source={"stored": "custom_values"}),
    text("Department", "Department", length=80, source={"stored": "custom_values"}),
    of("phone", "Phone", "Phone", source={"stored": "custom_values"}),
]
ACCOUNT = [
    pick("Type", "Type", "Prospect", "Customer", "Supplier", "Partner", "Competitor", "Other"),
    pick("Industry", "Industry", *INDUSTRIES, indexed=True),
    of("phone", "Phone", "Phone"),
    of("currency", "AnnualRevenue", "Annual revenue", precision=18, scale=0),
    text("AccountNumber", "Account number", length=40, indexed=True),
    pick("Rating", "Rating", "Hot", "Warm", "Cold"),
    of("url", "Website", "Website"),
    of("number", "NumberOfEmployees", "Employees", precision=8, scale=0),
    lookup("ParentId", "Parent account", "Account"),
    pick("AccountSource", "Account source", "Web", "Phone inquiry", "Partner referral", "Purchased list", "Other"),
    text("BillingStreet", "Billing street"),
    text("BillingCity", "Billing city", length=40),
    text("BillingState", "Billing state", length=80),
    text("BillingPostalCode", "Billing postal code", length=20),
    text("BillingCountry", "Billing country", length=80),
    of("date", "LastActivityDate", "Last activity"),
    of("long_text", "Description", "Description"),
]
CONTACT = [
    text("FirstName", "First name", length=40),
    text("LastName", "Last name", length=80, required=True, indexed=True),
    lookup("AccountId", "Account", "Account"),
    text("Title", "Title", length=128),
    of("email", "Email", "Email", indexed=True),
    of("phone", "Phone", "Phone"),
    pick("Salutation", "Salutation", "Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."),
    text("Department", "Department", length=80),
    of("phone", "MobilePhone", "Mobile"),
    of("date", "Birthdate", "Birthdate"),
    lookup("ReportsToId", "Reports to", "Contact"),
    pick("LeadSource", "Lead source", "Web", "Phone inquiry", "Partner referral", "Purchased list", "Other"),
    text("MailingStreet", "Mailing street"),
    text("MailingCity", "Mailing city", length=40),
    text("MailingPostalCode", "Mailing postal code", length=20),
    text("MailingCountry", "Mailing country", length=80),
    of("long_text", "Description", "Description"),
]
OPPORTUNITY = [
    lookup("AccountId", "Account", "Account"),
    pick("StageName", "Stage", *STAGES, required=True, default="Prospecting", indexed=True),
    of("currency", "Amount", "Amount", precision=18, scale=2),
    of("date", "CloseDate", "Close date", required=True, indexed=True),
    of("percent", "Probability", "Probability (%)", precision=3, scale=0),
    pick("Type", "Type", "New business", "Existing business"),
    pick("LeadSource", "Lead source", "Web", "Phone inquiry", "Partner referral", "Purchased list", "Other"),
    text("NextStep", "Next step"),
    lookup("ContactId", "Contact", "Contact"),
    of("checkbox", "IsClosed", "Closed"),
    of("checkbox", "IsWon", "Won"),
    of("long_text", "Description", "Description"),
]
CASE = [
    text("CaseNumber", "Case number", length=30, auto_number="{00000000}", indexed=True),
    text("Subject", "Subject"),
    pick("Status", "Status", "New", "Working", "Escalated", "Closed", default="New", indexed=True),
    pick("Priority", "Priority", "High", "Medium", "Low", default="Medium"),
    lookup("AccountId", "Account", "Account"),
    lookup("ContactId", "Contact", "Contact"),
    pick("Origin", "Origin", "Phone", "Email", "Web"),
    pick("Type", "Type", "Question", "Problem", "Feature request"),
    pick("Reason", "Reason", "Installation", "Performance", "Breakdown", "Billing", "Other"),
    lookup("ParentId", "Parent case", "Case"),
    of("email", "SuppliedEmail", "Web email"),
    of("checkbox", "IsClosed", "Closed"),
    of("datetime", "ClosedDate", "Closed on"),
    of("long_text", "Description", "Description"),
]
QUOTE = [
    text("QuoteNumber", "Quote number", length=30, auto_number="{00000000}", indexed=True),
    lookup("AccountId", "Account", "Account"),
    pick("Status", "Status", "Draft", "Needs Review", "In Review", "Approved", "Rejected", "Presented", "Accepted",
         "Denied", default="Draft", indexed=True),
    of("currency", "GrandTotal", "Grand total", precision=18, scale=2),
    of("date", "ExpirationDate", "Expiration date"),
    lookup("OpportunityId", "Opportunity", "Opportunity"),
    lookup("ContactId", "Contact", "Contact"),
    of("percent", "Discount", "Discount (%)", precision=5, scale=2),
    of("currency", "Subtotal", "Subtotal", precision=18, scale=2),
    of("currency", "TotalPrice", "Total price", precision=18, scale=2),
    of("currency", "Tax", "Tax", precision=18, scale=2),
    of("currency", "ShippingHandling", "Shipping and handling", precision=18, scale=2),
    of("email", "Email", "Email"),
    of("phone", "Phone", "Phone"),
    of("long_text", "Description", "Description"),
]  # fmt: skip

USER_OPTIONS = {"model_label": settings.AUTH_USER_MODEL, "name_format": "{FirstName} {LastName}"}

# Users first: every other object looks them up. (API name, label, plural, prefix, fields, options)
OBJECTS: list[tuple[str, str, str, str, list[Row], dict[str, Any]]] = [
    ("User", "User", "Users", "005", USER, USER_OPTIONS),
    ("Account", "Account", "Accounts", "001", ACCOUNT, {"name_label": "Account name"}),
    ("Contact", "Contact", "Contacts", "003", CONTACT, {"name_format": "{FirstName} {LastName}"}),
    ("Opportunity", "Opportunity", "Opportunities", "006", OPPORTUNITY, {"name_label": "Opportunity name"}),
    ("Case", "Case", "Cases", "500", CASE, {"name_format": "{CaseNumber} {Subject}"}),
    ("Quote", "Quote", "Quotes", "0Q0", QUOTE, {"name_label": "Quote name"}),
]


def ensure_standard_objects() -> None:
    """Create the standard objects and the standard fields that are missing. Changes nothing that is there."""
    for api_name, label, plural, prefix, _rows, options in OBJECTS:
        if not RecordObject.objects.filter(api_name=api_name).exists():
            ensure_object(
                api_name=api_name, label=label, plural_label=plural, key_prefix=prefix, is_standard=True, **options
            )
    objects = {obj.api_name: obj for obj in RecordObject.objects.filter(is_standard=True)}
    for api_name, _label, _plural, _prefix, rows, _options in OBJECTS:
        _ensure_fields(objects, objects[api_name], rows)


def _ensure_fields(objects: dict[str, RecordObject], obj: RecordObject, rows: list[Row]) -> None:
    known = set(RecordField.objects.filter(object=obj).values_list("api_name", flat=True))
    for position, (name, label, kind, options) in enumerate(rows, start=2):
        if name in known:
            continue
        target = objects[options["target"]] if "target" in options else None
        add_field(
            object=obj,
            api_name=name,
            label=label,
            kind=kind,
            **{**options, "target": target, "position": position, "is_custom": False},
        )
