"""Record -> every form in which efetch and esummary print it; pure, without a word of HTTP."""
