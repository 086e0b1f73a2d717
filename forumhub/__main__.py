from forumhub.cli import main

main()
