from briefings.models.activity import Activity, Deed, name_of
from briefings.models.amendments import Amendment
from briefings.models.briefing import Briefing, BriefingDocument, BriefingPart, BriefingTag, State
from briefings.models.checks import CheckRule, Term, Use, Verdict, VisitedLink, Waiver
from briefings.models.credits import Credit, Role, SeriesCredit
from briefings.models.desks import Desk, Reach
from briefings.models.editions import (
    Choice,
    Edition,
    EditionCredit,
    EditionItem,
    EditionState,
    SentCorrection,
    SentEdition,
)
from briefings.models.epoch import ContentEpoch
from briefings.models.formats import Format, FormatPart, PartKind
from briefings.models.former_files import DocumentFile, ImageFile
from briefings.models.kinds import Kind
from briefings.models.media import Document, DocumentCover, DocumentPage, Image
from briefings.models.people import Organisation, Person
from briefings.models.plans import Plan, PlanState, PlanVerb
from briefings.models.publication import Publication, PublicationCredit, PublishedCorrection, PublishedVersion
from briefings.models.redirects import Redirect
from briefings.models.review import Comment, Mention, Review, ReviewState
from briefings.models.sections import ROOT_ADDRESSES, Cadence, Channel, Region, Series, Topic
from briefings.models.shares import Share, ShareView
from briefings.models.versions import Correction, Origin, Version
from briefings.models.working import BRIEFING, EDITION, Autosave, Presence

# Tables of the editors' side: public code has no business in them (tests/briefings/test_public_role.py proves it).
DRAFT_MODELS = (
    Briefing,
    BriefingPart,
    BriefingDocument,
    BriefingTag,
    Credit,
    SeriesCredit,
    Version,
    Correction,
    DocumentCover,
    DocumentPage,
    DocumentFile,
    ImageFile,
    Edition,
    EditionItem,
    EditionCredit,
    Activity,
    Review,
    Comment,
    Mention,
    Share,
    ShareView,
    Desk,
    Plan,
    CheckRule,
    Waiver,
    Term,
    VisitedLink,
    Amendment,
    Autosave,
    Presence,
)

__all__ = [
    "BRIEFING",
    "DRAFT_MODELS",
    "EDITION",
    "ROOT_ADDRESSES",
    "Activity",
    "Amendment",
    "Autosave",
    "Briefing",
    "BriefingDocument",
    "BriefingPart",
    "BriefingTag",
    "Cadence",
    "Channel",
    "CheckRule",
    "Choice",
    "Comment",
    "ContentEpoch",
    "Correction",
    "Credit",
    "Deed",
    "Desk",
    "Document",
    "DocumentCover",
    "DocumentFile",
    "DocumentPage",
    "Edition",
    "EditionCredit",
    "EditionItem",
    "EditionState",
    "Format",
    "FormatPart",
    "Image",
    "ImageFile",
    "Kind",
    "Mention",
    "Organisation",
    "Origin",
    "PartKind",
    "Person",
    "Plan",
    "PlanState",
    "PlanVerb",
    "Presence",
    "Publication",
    "PublicationCredit",
    "PublishedCorrection",
    "PublishedVersion",
    "Reach",
    "Redirect",
    "Region",
    "Review",
    "ReviewState",
    "Role",
    "SentCorrection",
    "SentEdition",
    "Series",
    "SeriesCredit",
    "Share",
    "ShareView",
    "State",
    "Term",
    "Topic",
    "Use",
    "Verdict",
    "Version",
    "VisitedLink",
    "Waiver",
    "name_of",
]
