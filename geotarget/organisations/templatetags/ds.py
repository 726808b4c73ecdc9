from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def ds_input(field: BoundField) -> SafeString:
    """The field's widget, dressed as the design system wants inputs to be."""
    return field.as_widget(attrs={"class": "ds-input"})
