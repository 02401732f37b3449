def growth_screen(screener):
    # Filters of one screen, not screens of their own.
    filters = {
        "EPS growth": "Over 20%",
        "Price": "Price above SMA200",
        "20-Day Simple Moving Average": "Price above SMA20",
        "50-Day Simple Moving Average": "Price above SMA50",
    }
    screener.set_filter(filters_dict=filters)
    return screener.screener_view()
