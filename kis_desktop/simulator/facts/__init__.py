"""What is known about companies and traders beside prices: functions of the market and the seed."""
