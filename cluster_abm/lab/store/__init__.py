"""Where results stand: tables on disk, written all or nothing, and read back."""
