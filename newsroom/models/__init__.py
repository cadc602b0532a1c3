from newsroom.models.front import FrontSlot
from newsroom.models.jobs import Job
from newsroom.models.pages import Page
from newsroom.models.site import NavigationItem, SiteRecord

__all__ = ["FrontSlot", "Job", "NavigationItem", "Page", "SiteRecord"]
