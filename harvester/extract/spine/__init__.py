"""Vertebral levels and regions, and what only looks like one."""
