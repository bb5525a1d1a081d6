DROP VIEW IF EXISTS llm_daily_costs;
DROP VIEW IF EXISTS llm_cost_summary;
-- Note: Not dropping llm_usage table as it may have data
