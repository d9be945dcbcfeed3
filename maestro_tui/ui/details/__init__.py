"""All that is known of one project, task or session, in words. Pure; loaded when somebody asks."""
