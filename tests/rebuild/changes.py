"""Every kind of change that may lie between two builds: a function of the sources and of a random generator.

One of those ALONE has a build of its own: it touches every page, or would be hidden by what others touch.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.rebuild import content, damage, edits, facts
from tests.rebuild.sources import Sources

Act = Callable[[Sources, Random], str]

CONTENT: tuple[Act, ...] = (
    content.edit_body,
    content.edit_title,
    content.delete_article,
    content.edit_linked_heading,
    content.edit_tags,
    content.change_status,
    content.add_article,
    content.rename_article,
    content.replace_picture,
    content.change_author,
    content.change_redirects,
    content.edit_summary,
    content.add_translation,
    content.put_off,
    content.edit_page,
    content.edit_person,
    content.change_topic,
    content.change_image,
    content.edit_date,
    content.add_picture,
    content.change_links,
    content.edit_modified,
    content.change_kind,
    content.change_parts,
    content.touch,
    content.review,
    content.change_pictures,
)
DAMAGE: tuple[Act, ...] = (
    damage.damage_page,
    damage.delete_page,
    damage.add_foreign_file,
    damage.damage_cache,
    damage.delete_folder,
    damage.link_page,
    damage.lengthen_page,
    damage.exchange_trees,
    damage.delete_cache_file,
    damage.turn_page_into_folder,
    damage.bring_back_cache,
    damage.delete_cache,
)
ALONE: tuple[Act, ...] = (
    edits.edit_style,
    facts.set_clock,
    content.edit_body_quietly,
    edits.edit_template,
    edits.edit_code,
    edits.edit_settings,
    facts.rename_topic,
    edits.edit_component,
    edits.edit_words,
    facts.edit_telephone,
    facts.change_record,
    facts.change_badge,
    facts.change_closure,
    facts.edit_synonyms,
    facts.edit_vocabulary,
    facts.change_sellers,
    facts.list_addresses,
    facts.add_topic,
    edits.edit_static,
    facts.rename_author,
    facts.change_chat,
    content.add_or_delete_page,
    content.add_or_delete_person,
    facts.change_announcement,
    facts.change_privacy,
    facts.change_first_author,
    facts.move_clinic,
    edits.add_static,
    edits.undo_edits,
)
