# AUTHENGINE is the address of the hub, ADMIN the access token of the super admin, EMAIL the address of an account.
as_admin() { curl -sS --fail-with-body "$AUTHENGINE/api/v1$1" -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' "${@:2}"; }
field() { node -pe "[JSON.parse(require('fs').readFileSync(0, 'utf8'))].flat()[0].$1"; }

# What the application lets people do, and roles that every tenant can give to its members.
as_admin /platform/permissions -d '{"name":"orders.view","description":"See orders","scope":"TENANT"}'; echo
as_admin /platform/permissions -d '{"name":"orders.manage","description":"Cancel orders","scope":"TENANT"}'; echo
as_admin /platform/roles -d '{"name":"Order clerk","scope":"TENANT","level":5,"permissions":["orders.view"]}'; echo

# The company whose orders they are. Its owner invites the others; here the owner gets the role.
PERSON=$(as_admin "/platform/users?q=$EMAIL" | field id)
TENANT=$(as_admin /platform/tenants -d "{\"name\":\"Acme\",\"owner_id\":\"$PERSON\"}" | field id)
as_admin "/tenants/roles/$TENANT/users/$PERSON/roles" -d '{"role_name":"Order clerk"}'; echo

# The key of the application, which is shown this once.
as_admin /platform/service-keys -d "{\"service_name\":\"orders\",\"tenant_id\":\"$TENANT\",\"required_permissions\":[\"orders.view\"]}"; echo
