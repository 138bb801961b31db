## What the self-audit looks after of accounts
check-factor = A second factor for whoever works here
check-factor-found = { $staff } accounts of staff, { $without } without a second factor; the clinic { $asked ->
    [0] does not ask for one
   *[other] asks for one
}
check-dormant = Accounts of staff that nobody uses
check-dormant-found = { $staff } accounts of staff, { $unused } of them unused for { $days } days
check-roles = Roles that the clinic made
check-roles-found = { $nothing } roles name what this version does not know, and give nothing until they are saved anew
