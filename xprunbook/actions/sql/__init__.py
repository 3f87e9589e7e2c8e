"""SQL Server: what is asked, what is changed, scripts like SQLCMD, and comparing. T-SQL stands in ``asks`` and
``orders`` alone; names go through ``quoting``, values travel as parameters."""
