-- Migration 000001: Baseline from PROD
-- The schema as it stood in PROD on January 18, 2026. DEV and PROD already have these tables: there the version is
-- marked as applied without running this file. Everywhere else (a new developer's database, a scratch database) it
-- makes them, so that the whole set can be replayed from nothing.

CREATE TABLE IF NOT EXISTS aria_knowledge (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    source TEXT,
    importance INT NOT NULL DEFAULT 3 CHECK (importance BETWEEN 1 AND 5),
    tags JSONB DEFAULT '[]',
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_aria_knowledge_category ON aria_knowledge(category);

CREATE TABLE IF NOT EXISTS aria_wins (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    title TEXT NOT NULL,
    description TEXT,
    category TEXT NOT NULL DEFAULT 'general',
    value_usd DECIMAL(12,2),
    achieved_on DATE NOT NULL DEFAULT CURRENT_DATE,
    created_at TIMESTAMPTZ DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_aria_wins_achieved_on ON aria_wins(achieved_on);

CREATE TABLE IF NOT EXISTS aria_portfolio_summary (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    period TEXT UNIQUE NOT NULL,
    total_wins INT NOT NULL DEFAULT 0,
    total_value_usd DECIMAL(14,2) NOT NULL DEFAULT 0,
    summary TEXT,
    generated_at TIMESTAMPTZ DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS aegis_credentials (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name TEXT UNIQUE NOT NULL,
    credential_type TEXT NOT NULL,
    provider TEXT NOT NULL DEFAULT 'n8n',
    provider_credential_id TEXT,
    encrypted_value TEXT,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS llm_usage (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    agent_name TEXT NOT NULL,
    model TEXT NOT NULL,
    input_tokens INT NOT NULL,
    output_tokens INT NOT NULL,
    estimated_cost_usd DECIMAL(10,6),
    context TEXT,
    operation TEXT,
    created_at TIMESTAMPTZ DEFAULT NOW()
);
