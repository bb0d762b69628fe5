"""The Korean stock market (국내주식): realtime records, REST rows, order fields."""
